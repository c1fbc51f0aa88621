/** Sweeps: a named statement is checked, exactly, on many random small instances. */
package org.relucert.experiment;
