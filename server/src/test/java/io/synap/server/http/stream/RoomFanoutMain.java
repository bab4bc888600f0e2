package io.synap.server.http.stream;

import io.synap.server.http.stream.RoomLab.Subscriber;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures by hand what following rooms costs without a transport: {@code main(subscribers, rooms, eventsPerSecond,
 * seconds)}. Logs how long the loop takes for one delivery, and how late the last subscriber of an event is.
 */
final class RoomFanoutMain {
    private static final Logger LOG = LoggerFactory.getLogger(RoomFanoutMain.class);

    private RoomFanoutMain() {}

    public static void main(String[] args) {
        int subscribers = Integer.parseInt(args[0]);
        int rooms = Integer.parseInt(args[1]);
        int perSecond = Integer.parseInt(args[2]);
        int events = perSecond * Integer.parseInt(args[3]);
        try (RoomLab lab = new RoomLab()) {
            List<Subscriber> all = new ArrayList<>();
            for (int i = 0; i < subscribers; i++) {
                Subscriber one = lab.subscribe("{'room':'r" + i % rooms + "','create':true}", Integer.MAX_VALUE);
                one.counting = true;
                all.add(one);
            }
            long[] late = new long[events];
            long cpu = loopNanos(lab);
            long start = System.nanoTime();
            for (int i = 0; i < events; i++) {
                long due = start + i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                lab.append("r" + i % rooms, 1, "key");
                lab.settle();
                late[i] = System.nanoTime() - due;
            }
            long used = loopNanos(lab) - cpu;
            long frames = all.stream().mapToLong(each -> each.count).sum();
            Arrays.sort(late);
            LOG.info(
                    "{} frames, {} ns of the loop each; last subscriber p50 {} us, p99 {} us",
                    frames,
                    used / Math.max(1, frames),
                    late[events / 2] / 1000,
                    late[events * 99 / 100] / 1000);
        }
    }

    private static long loopNanos(RoomLab lab) {
        return lab.on(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }
}
