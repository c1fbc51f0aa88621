package org.relucert.arbitrary;

import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * A problem with a network for it and a dual vector that is feasible for it.
 *
 * @param problem any loss, bias, skip and metric
 * @param network of any weights; it need not interpolate
 * @param nu with S^T nu = 0 and |nu^T(Xu)_+| &lt;= beta R(u) for all u
 */
public record Sample(Problem problem, Network network, RationalVector nu) { }
