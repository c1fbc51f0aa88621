package org.relucert;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of the house: who may import whom, and what stays out of the trusted ones. */
class RoomsTest {

    /** From the ground up; a room imports only rooms before it. */
    private static final List<String> ROOMS = List.of("exact", "problem", "certificate", "checker", "scip", "search", "prover",
            "family", "report", "experiment", "cli");
    private static final String[] TRUSTED = {"org.relucert.exact..", "org.relucert.problem..", "org.relucert.certificate..",
        "org.relucert.checker.."};
    private static final Set<String> FLOATS = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.relucert");

    @Test
    void everyClassIsInARoom() {
        assertTrue(CLASSES.size() > 50, "classes were found");
        for (JavaClass c : CLASSES) {
            assertTrue(ROOMS.contains(room(c)), c.getName());
        }
    }

    private static String room(JavaClass c) {
        return c.getPackageName().replaceFirst("org\\.relucert\\.?", "").replaceFirst("\\..*", "");
    }

    @Test
    void aRoomImportsOnlyRoomsBelow() {
        for (int r = 0; r < ROOMS.size(); r++) {
            List<String> above = new ArrayList<>();
            for (String room : ROOMS.subList(r + 1, ROOMS.size())) {
                above.add("org.relucert." + room + "..");
            }
            if (!above.isEmpty()) {
                noClasses().that().resideInAPackage("org.relucert." + ROOMS.get(r) + "..")
                        .should().dependOnClassesThat(resideInAnyPackage(above.toArray(new String[0])))
                        .allowEmptyShould(true).check(CLASSES);
            }
        }
    }

    @Test
    void trustedRoomsKnowNoNativesClocksOrRandomness() {
        noClasses().that().resideInAnyPackage(TRUSTED)
                .should().dependOnClassesThat(resideInAnyPackage("com.sun.jna..", "java.time..", "org.apfloat..", "org.ejml.."))
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Math.class, "random")
                .check(CLASSES);
    }

    @Test
    void trustedRoomsAndReportsKnowNoFloats() {
        classes().that().resideInAnyPackage(TRUSTED).or().resideInAPackage("org.relucert.report..").should(new ArchCondition<>("not use floating point") {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (var field : c.getFields()) {
                    forbid(c, field.getRawType(), field.getFullName(), events);
                }
                for (JavaCodeUnit unit : c.getCodeUnits()) {
                    forbid(c, unit.getRawReturnType(), unit.getFullName(), events);
                    unit.getRawParameterTypes().forEach(type -> forbid(c, type, unit.getFullName(), events));
                }
                for (var call : c.getMethodCallsFromSelf()) {
                    forbid(c, call.getTarget().getRawReturnType(), call.getDescription(), events);
                    call.getTarget().getRawParameterTypes().forEach(type -> forbid(c, type, call.getDescription(), events));
                }
            }

            private void forbid(JavaClass c, JavaClass type, String where, ConditionEvents events) {
                if (FLOATS.contains(type.getBaseComponentType().getName())) {
                    events.add(SimpleConditionEvent.violated(c, where));
                }
            }
        }).check(CLASSES);
    }

    /** The ban on floats would be worthless if it could not fail. */
    @Test
    void theBanOnFloatsSeesTheSearch() {
        long doubles = CLASSES.stream().filter(c -> room(c).equals("search"))
                .flatMap(c -> c.getFields().stream())
                .filter(f -> FLOATS.contains(f.getRawType().getBaseComponentType().getName())).count();
        assertTrue(doubles > 0);
        assertEquals("search", room(CLASSES.get("org.relucert.search.NeuronProblem")));
    }
}
