package org.relucert.exact;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.jscience.mathematics.number.LargeInteger;
import org.jscience.mathematics.number.Number;
import org.junit.jupiter.api.Test;

/**
 * {@code Rational} is sound where it was tested ({@link JScienceRationalProperties}). {@code LargeInteger} beneath it has
 * wrong remainders, residues, shifts and common divisors of negative numbers, and {@code isLargerThan} compares absolute
 * values: a checker that writes {@code !tau.isLargerThan(value)} for tau &lt;= value accepts 1 &lt;= -2.
 */
class JScienceTrapsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.relucert");

    @Test
    void nobodyComparesAbsoluteValuesByMistake() {
        noClasses().should().callMethodWhere(new DescribedPredicate<JavaMethodCall>("Number.isLargerThan is called") {
            @Override
            public boolean test(JavaMethodCall call) {
                AccessTarget.MethodCallTarget target = call.getTarget();
                return target.getName().equals("isLargerThan") && target.getOwner().isAssignableTo(Number.class);
            }
        }).because("it compares absolute values; compareTo, isGreaterThan and isLessThan compare values").check(HOUSE);
    }

    @Test
    void nobodyUsesWhatIsWrongForNegativeIntegers() {
        Set<String> wrong = Set.of("gcd", "remainder", "getRemainder", "mod", "modInverse", "modPow", "shiftRight");
        noClasses().should().callMethodWhere(new DescribedPredicate<JavaMethodCall>("LargeInteger." + wrong + " is called") {
            @Override
            public boolean test(JavaMethodCall call) {
                return call.getTarget().getOwner().isEquivalentTo(LargeInteger.class)
                        && wrong.contains(call.getTarget().getName());
            }
        }).because("gcd(0, -5) is -5, the remainder of -1 by 2^65 is 1, -4 mod 2 is 2, -1 >> 133 is 0").check(HOUSE);
    }
}
