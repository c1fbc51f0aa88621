/** What is trained, and what has been trained: problems and networks, exact, and the files that hold them. */
package org.relucert.problem;
