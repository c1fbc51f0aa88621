/** Exact linear algebra over the rationals. */
package org.relucert.exact;
