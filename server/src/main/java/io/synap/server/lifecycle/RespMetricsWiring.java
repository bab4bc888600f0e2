package io.synap.server.lifecycle;

import io.synap.server.command.CommandCatalogue;
import io.synap.server.resp.CommandMetrics;
import io.synap.server.telemetry.EventCounters;
import io.synap.server.telemetry.KvCommand;
import io.synap.server.telemetry.KvCounters;
import io.synap.server.telemetry.KvOutcome;
import io.synap.server.telemetry.KvTimer;
import io.synap.server.telemetry.NamedFamily;
import io.synap.server.telemetry.NamedOutcome;
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
    private final NamedTally queues;
    private final NamedTally rooms;
    private final EventCounters events;
    private final int[] done = new int[CommandCatalogue.ALL.size()];
    private final int[] missed = new int[CommandCatalogue.ALL.size()];
    private final int[] failed = new int[CommandCatalogue.ALL.size()];
    /** The commands of this batch, each once. */
    private final int[] touched = new int[CommandCatalogue.ALL.size()];

    private int touchedCount;
    /** What the next command is about; 0 when that has no name. */
    private long name;

    private int nameLength;

    RespMetricsWiring(Telemetry telemetry) {
        this.counters = telemetry.newKvCounters();
        this.timer = telemetry.newKvTimer();
        this.resp = telemetry.newRespCounters();
        this.queues = new NamedTally(telemetry.newNamedCounters(NamedFamily.QUEUE));
        this.rooms = new NamedTally(telemetry.newNamedCounters(NamedFamily.STREAM));
        this.events = telemetry.newEventCounters();
    }

    @Override
    public void about(long address, int length) {
        name = address;
        nameLength = length;
    }

    @Override
    public void appended(long operation) {
        events.appended(operation);
    }

    @Override
    public void done(int commandIndex) {
        if (!isNamed(commandIndex, NamedOutcome.SUCCESS)) {
            touch(commandIndex);
        }
    }

    @Override
    public void missed(int commandIndex) {
        if (!isNamed(commandIndex, NamedOutcome.EMPTY)) {
            touch(commandIndex);
            missed[commandIndex]++;
        }
    }

    @Override
    public void failed(int commandIndex) {
        if (!isNamed(commandIndex, NamedOutcome.ERROR)) {
            touch(commandIndex);
            failed[commandIndex]++;
        }
    }

    /** Counts a command on queues or rooms where those are counted. */
    private boolean isNamed(int commandIndex, NamedOutcome outcome) {
        NamedLabels labels = NamedLabels.of(commandIndex);
        if (labels == null) {
            return false;
        }
        NamedTally tally = labels.family() == NamedFamily.QUEUE ? queues : rooms;
        tally.count(labels.operation(), outcome, name, nameLength, outcome == NamedOutcome.SUCCESS);
        name = 0;
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
        long errors = queues.batch(commands, nanos) + rooms.batch(commands, nanos);
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
