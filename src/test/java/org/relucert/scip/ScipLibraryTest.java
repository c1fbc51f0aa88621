package org.relucert.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScipLibraryTest {

    /** As in the five artifacts of OR-Tools 9.15.6755. */
    @Test
    void platformsAndTheirFiles() {
        List<String> linux = List.of("libscip.so.10.0", "libz.so.1");
        List<String> mac = List.of("libscip.10.0.dylib", "libz.1.dylib");
        assertEquals(new ScipLibrary.Carried("ortools-linux-x86-64", linux), ScipLibrary.carried("Linux", "amd64"));
        assertEquals(new ScipLibrary.Carried("ortools-linux-aarch64", linux), ScipLibrary.carried("Linux", "aarch64"));
        assertEquals(new ScipLibrary.Carried("ortools-darwin-x86-64", mac), ScipLibrary.carried("Mac OS X", "x86_64"));
        assertEquals(new ScipLibrary.Carried("ortools-darwin-aarch64", mac), ScipLibrary.carried("Mac OS X", "aarch64"));
        assertEquals(new ScipLibrary.Carried("ortools-win32-x86-64", List.of("libscip.dll", "zlib1.dll")),
                ScipLibrary.carried("Windows 11", "amd64"));
        assertNull(ScipLibrary.carried("Windows 11", "aarch64"));
        assertNull(ScipLibrary.carried("Linux", "riscv64"));
        assertNull(ScipLibrary.carried("SunOS", "amd64"));
    }
}
