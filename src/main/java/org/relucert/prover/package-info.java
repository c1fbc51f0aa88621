/** From a problem to a certificate, one prover for each claim: floating point proposes, exact arithmetic decides. Not trusted. */
package org.relucert.prover;
