package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
