/** Generators of exact instances with known duals, atoms and optimal sets (mathematics, section 4). */
package org.relucert.family;
