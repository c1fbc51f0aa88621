package org.relucert.checker;

import java.util.Locale;

/**
 * The obligations of a certificate, by their stable names. Statement and proof of each stand in
 * {@code proofs-notes/obligations.md}; the name is what a rejection prints.
 */
public enum Obligation {
    FMT_1("the file is well-formed"),
    IN_1("dimensions agree"),
    IN_4("the convention is stated"),
    IN_5("the stated hash is that of the embedded problem"),
    IN_6("the embedded problem is the problem at hand"),
    DF_1("S^T nu = 0"),
    DF_2("the trees are well-formed"),
    DF_3("implied signs are implied"),
    DF_4("merged rows are equal, and play no part of their own"),
    DF_5("the other coordinates are combinations of the basis"),
    LF_1("leaf multipliers are in their range"),
    LF_2("bounds on rows hold"),
    LF_4("the leaf bound does not exceed the level"),
    LF_5("the bias component of a free bias is zero"),
    QL_1("the numbers of a quadratic leaf are in their range"),
    QL_2("the quadratic majorant does not exceed the level of its leaf on the unit ball"),
    QL_3("the level of a quadratic leaf does not exceed that of the tree"),
    SX_1("every split cuts its cone"),
    SX_2("slopes are in [0,1], on undecided rows only"),
    SX_3("w majorises on every generator, and |w| does not exceed the level"),
    AT_1("the scaled dual vector is feasible"),
    BND_1("the network interpolates where it must"),
    BND_2("norm majorants hold"),
    BND_3("the lower bound is at most the dual value"),
    BND_4("the upper bound is at least the network's objective"),
    OPT_1("the dual vector is feasible as it stands"),
    OPT_2("every neuron is tight and in normal form"),
    OPT_3("the network fits y - nu"),
    OPT_4("the value is that of the network"),
    MNI_1("the dual vector is feasible as it stands"),
    MNI_2("every neuron is tight and in normal form, and the network fits y"),
    NEU_1("the direction attains the lower bound"),
    NEU_2("the level does not exceed the upper bound"),
    ATM_1("every leaf is strict or exact"),
    ATM_2("the atoms are exactly those of the exact leaves"),
    ATM_3("no optimal network uses an interval of free biases"),
    POL_2("the optimal set is not empty"),
    VTX_1("listed vertices are vertices"),
    VTX_2("the list of vertices is complete"),
    DIM_1("the point is in the optimal set"),
    DIM_2("rank and dimension are those of the optimal set"),
    UNQ_1("uniqueness stands beside the optimal set"),
    UNQ_2("uniqueness is as stated"),
    FUN_1("uniqueness of the function stands beside the optimal set"),
    FUN_2("all vertices of the optimal set are the same function"),
    MIN_1("m* is as stated"),
    MIN_2("m* is at least what is stated"),
    MAX_1("M* is as stated"),
    MAX_2("M* is at most what is stated"),
    NUQ_3("both networks' outputs at the point are as stated, and differ"),
    MEM_1("the network has the stated coordinates in the optimal set"),
    CMP_COUNT("the components are counted right"),
    STR_0("the claim is available for the problem"),
    STR_1("every leaf is inactive, or a candidate on which h is concave"),
    STR_7("the candidates are the neurons claimed, and their features are independent"),
    STR_8("signs and patterns are as stated"),
    STR_9("every candidate has positive weight"),
    PTH_0("labels of a path cost something, and their bounds hold"),
    PTH_1("no slot changes its label while it has weight"),
    PTH_2("the objective does not increase between consecutive states"),
    PTH_3("the last state is optimal"),
    PTH_4("the path leads from the one network to the other"),
    PTH_5("the values are those of the ends"),
    CMP_PAIR("every network on the path is optimal"),
    CMP_DISC("the networks are in different components"),
    STA_0("the claim is available, and every neuron is there"),
    STA_1("the network is in normal form, and stationary in the skip"),
    STA_2("the slopes of the kinks make the gradient vanish"),
    STA_3("the value is that of the network"),
    STA_C("the slopes are averages over adjacent chambers"),
    STA_N("no slopes of the kinks make the gradient vanish"),
    LOC_1("there is no zero neuron"),
    LOC_2("there are slopes for every set of active kinks"),
    LNO_1("a zero neuron can descend"),
    LNO_2("the neuron can descend in the direction"),
    LNO_3("the skip or the weight of a neuron can descend"),
    BAD_2("there is a better network of the same width"),
    SUB_1("the restricted network has the signs and patterns of the network"),
    SUB_2("the restricted network is better");

    private final String meaning;

    Obligation(String meaning) {
        this.meaning = meaning;
    }

    /** The name as printed, for example DF-2. */
    public String label() {
        return name().replace('_', '-');
    }

    /** What it requires, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Rejects with this obligation unless the condition holds. */
    void require(boolean condition, String detail, Object... arguments) {
        if (!condition) {
            throw new Rejection(this, String.format(Locale.ROOT, detail, arguments));
        }
    }
}
