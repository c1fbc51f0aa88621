/** The statements that come with relucert, each with an exact computation of its own to hold the theorem against. */
package org.relucert.experiment.statement;
