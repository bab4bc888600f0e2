package io.synap.server.lifecycle;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.resp.CommandMetrics;
import io.synap.server.telemetry.KvCommand;
import io.synap.server.telemetry.KvCounters;
import io.synap.server.telemetry.KvOutcome;
import io.synap.server.telemetry.KvTimer;
import io.synap.server.telemetry.QueueAction;
import io.synap.server.telemetry.QueueOutcome;
import io.synap.server.telemetry.RespCounters;
import io.synap.server.telemetry.Telemetry;

/**
 * Counts what one event loop of the RESP edge does. Confined to that loop. Within a batch it only adds
 * to plain numbers; they reach the counters that a scrape reads once a batch.
 */
final class RespMetricsWiring implements CommandMetrics {
    private final KvCounters counters;
    private final KvTimer timer;
    private final RespCounters resp;
    private final QueueTally queues;
    private final int[] done = new int[CommandCatalogue.ALL.size()];
    private final int[] missed = new int[CommandCatalogue.ALL.size()];
    private final int[] failed = new int[CommandCatalogue.ALL.size()];
    /** The commands of this batch, each once. */
    private final int[] touched = new int[CommandCatalogue.ALL.size()];

    private int touchedCount;

    RespMetricsWiring(Telemetry telemetry) {
        this.counters = telemetry.newKvCounters();
        this.timer = telemetry.newKvTimer();
        this.resp = telemetry.newRespCounters();
        this.queues = new QueueTally(telemetry.newQueueCounters());
    }

    @Override
    public void about(long name, int length) {
        queues.about(name, length);
    }

    @Override
    public void done(int commandIndex) {
        if (!isOfQueue(commandIndex, QueueOutcome.SUCCESS)) {
            touch(commandIndex);
        }
    }

    @Override
    public void missed(int commandIndex) {
        if (!isOfQueue(commandIndex, QueueOutcome.EMPTY)) {
            touch(commandIndex);
            missed[commandIndex]++;
        }
    }

    @Override
    public void failed(int commandIndex) {
        if (!isOfQueue(commandIndex, QueueOutcome.ERROR)) {
            touch(commandIndex);
            failed[commandIndex]++;
        }
    }

    /** Counts a command on queues where those are counted. */
    private boolean isOfQueue(int commandIndex, QueueOutcome outcome) {
        QueueAction action = QueueLabels.of(commandIndex);
        if (action == null) {
            return false;
        }
        queues.count(action, outcome);
        return true;
    }

    private void touch(int commandIndex) {
        if (done[commandIndex]++ == 0) {
            touched[touchedCount++] = commandIndex;
        }
    }

    @Override
    public void batch(int commands, long nanos) {
        if (commands == 0) {
            return;
        }
        long errors = queues.batch(commands, nanos);
        for (int i = 0; i < touchedCount; i++) {
            int index = touched[i];
            KvCommand command = CommandLabels.of(index);
            int all = done[index];
            int absent = missed[index];
            int wrong = failed[index];
            counters.count(command, KvOutcome.SUCCESS, all - absent - wrong);
            counters.count(command, KvOutcome.MISS, absent);
            counters.count(command, KvOutcome.ERROR, wrong);
            timer.record(command, all, nanos * all / commands);
            errors += wrong;
            done[index] = 0;
            missed[index] = 0;
            failed[index] = 0;
        }
        touchedCount = 0;
        resp.commands(commands);
        resp.errors(errors);
    }

    @Override
    public void invalid() {
        resp.errors(1);
    }

    @Override
    public void received(long bytes) {
        resp.bytesReceived(bytes);
    }

    @Override
    public void sent(long bytes) {
        resp.bytesSent(bytes);
    }

    @Override
    public void connectionOpened() {
        resp.connectionOpened();
    }

    @Override
    public void connectionClosed() {
        resp.connectionClosed();
    }

    @Override
    public void connectionRejected() {
        resp.connectionRejected();
    }

    @Override
    public void bufferLimitExceeded() {
        resp.bufferLimitExceeded();
    }
}
