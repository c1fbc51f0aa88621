/** Claims and witnesses as immutable records, and the certificate file format. Trusted: only exact arithmetic, no clocks, no randomness, no natives. */
package org.relucert.certificate;
