package org.relucert.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most heap that was in use after a garbage collection: what the work needs, without the garbage it leaves. */
final class LiveMemory {

    private final AtomicLong most = new AtomicLong();

    LiveMemory() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, handback) -> {
                GarbageCollectionNotificationInfo info =
                        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
                long used = info.getGcInfo().getMemoryUsageAfterGc().values().stream().mapToLong(MemoryUsage::getUsed).sum();
                most.accumulateAndGet(used, Math::max);
            }, null, null);
        }
    }

    /** Starts anew. */
    void reset() {
        System.gc();
        most.set(0);
    }

    /** Megabytes in use after a collection since the last reset, at most; one is made now. */
    double megabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return Math.max(most.get(), runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
