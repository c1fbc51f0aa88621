/** The commands. */
package org.relucert.cli;
