package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.prover.Unproved;

/** Parts on several threads, received in order. */
class InOrderTest {

    @Test
    void orderAndThreads() {
        for (int threads = 1; threads <= 4; threads++) {
            List<Integer> received = new ArrayList<>();
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            try (InOrder<Integer> work = new InOrder<>("part", received::add, threads)) {
                Random random = new Random(threads);
                for (int k = 0; k < 400; k++) {
                    int number = k;
                    int length = random.nextInt(3);
                    if (k % 7 == 0) {
                        work.add(number);
                    } else {
                        work.run(() -> {
                            seen.add(Thread.currentThread());
                            pause(length);
                            return number;
                        });
                    }
                }
                work.settle();
            }
            assertEquals(IntStream.range(0, 400).boxed().toList(), received);
            assertTrue(seen.size() <= threads, seen.size() + " threads");
            assertTrue(threads == 1 || seen.size() > 1, "one thread alone");
        }
    }

    @Test
    void firstFailure() {
        for (int threads = 1; threads <= 3; threads++) {
            List<Integer> received = new ArrayList<>();
            try (InOrder<Integer> work = new InOrder<>("part", received::add, threads)) {
                assertThrows(Unproved.class, () -> {
                    for (int k = 0; k < 100; k++) {
                        int number = k;
                        work.run(() -> {
                            if (number == 30) {
                                pause(20);
                                throw new Unproved("the first");
                            }
                            if (number > 30) {
                                throw new IllegalStateException("a later one");
                            }
                            return number;
                        });
                    }
                    work.settle();
                });
            }
            assertEquals(IntStream.range(0, 30).boxed().toList(), received);
        }
    }

    /** Each part is done once, whoever does it, also where settling finds parts that wait. */
    @Test
    void nothingTwice() {
        for (int threads = 1; threads <= 3; threads++) {
            AtomicIntegerArray done = new AtomicIntegerArray(300);
            List<Integer> received = new ArrayList<>();
            try (InOrder<Integer> work = new InOrder<>("part", received::add, threads)) {
                for (int k = 0; k < 300; k++) {
                    int number = k;
                    work.run(() -> {
                        pause(number % 50 == 2 ? 20 : 0);
                        return done.incrementAndGet(number);
                    });
                    if (k % 100 == 99) {
                        work.settle();
                        assertEquals(k + 1, received.size());
                    }
                }
            }
            assertEquals(Collections.nCopies(300, 1), received);
            for (int k = 0; k < 300; k++) {
                assertEquals(1, done.get(k));
            }
        }
    }

    /** Other threads do not keep Java alive, and end with the work; what still waits then can be settled all the same. */
    @Test
    void threadsEnd() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        List<Integer> received = new ArrayList<>();
        InOrder<Integer> work = new InOrder<>("part", received::add, 3);
        for (int k = 0; k < 40; k++) {
            int number = k;
            work.run(() -> {
                seen.add(Thread.currentThread());
                pauseUnlessInterrupted(number < 30 ? 1 : 30);
                return number;
            });
        }
        work.close();
        work.settle();
        assertEquals(IntStream.range(0, 40).boxed().toList(), received);
        seen.remove(Thread.currentThread());
        assertTrue(!seen.isEmpty());
        for (Thread thread : seen) {
            assertTrue(thread.isDaemon() && thread.getName().equals("part"), thread + "");
            thread.join(20_000);
            assertFalse(thread.isAlive(), thread + " still lives");
        }
    }

    /** An interrupt changes nothing but is still there afterwards. */
    @Test
    void interrupted() {
        List<Integer> received = new ArrayList<>();
        try (InOrder<Integer> work = new InOrder<>("part", received::add, 2)) {
            for (int k = 0; k < 5; k++) {
                int number = k;
                Thread giver = Thread.currentThread();
                work.run(() -> {
                    if (Thread.currentThread() != giver) {
                        pause(50);
                    }
                    return number;
                });
            }
            Thread.currentThread().interrupt();
            work.settle();
        }
        assertTrue(Thread.interrupted());
        assertEquals(List.of(0, 1, 2, 3, 4), received);
    }

    /** While one part is slow the others do not pile up. */
    @Test
    void fewWait() {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger atItsEnd = new AtomicInteger();
        try (InOrder<Integer> work = new InOrder<>("part", part -> { }, 2)) {
            work.beside();
            work.run(() -> {
                while (given.get() == 0) {
                    pause(1);
                }
                pause(300);
                atItsEnd.set(given.get());
                return 0;
            });
            for (int k = 0; k < 100_000 && atItsEnd.get() == 0; k++) {
                given.incrementAndGet();
                work.run(() -> 0);
            }
            work.settle();
        }
        assertTrue(atItsEnd.get() > 0 && atItsEnd.get() <= 256, atItsEnd + " parts");
    }

    private static void pauseUnlessInterrupted(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            // The work is closed; the part runs on to its end.
        }
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
