package io.synap.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.engine.topic.GroupState;
import io.synap.engine.topic.GroupState.MemberState;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.StreamOperation.Settings;
import io.synap.protocol.operation.TopicOperation.PartitionOffset;
import io.synap.protocol.operation.TopicOperation.Source;
import io.synap.protocol.operation.TopicOperation.Strategy;
import io.synap.server.config.SynapConfig;
import io.synap.server.process.RespClient;
import io.synap.server.topic.TopicCommands;
import io.synap.server.topic.TopicLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, their offsets and their sessions after a restart. */
class GroupRecoveryTest {
    private static final Bytes TOPIC = Bytes.utf8("orders");
    private static final Bytes GROUP = Bytes.utf8("billing");
    private static final Bytes MEMBER = Bytes.utf8("m1");
    private static final long SESSION_MILLIS = TopicLimits.SESSION_MILLIS_MIN;

    @TempDir
    Path folder;

    @Test
    void theLogBringsBackGroupsAndSessionsGetTheirTimeAgain() throws Exception {
        survives(false);
    }

    @Test
    void aSnapshotBringsBackGroupsAndSessionsGetTheirTimeAgain() throws Exception {
        survives(true);
    }

    private void survives(boolean snapshot) throws Exception {
        SynapServer server = SynapServer.start(config());
        GroupState before;
        try (RespClient client = new RespClient(server.respPort())) {
            TopicCommands commands = commands(server);
            commands.createTopic(TOPIC, 3, new Settings(null, null, null, null));
            commands.groups().create(GROUP, Source.TOPIC, TOPIC, 3, Strategy.STICKY, SESSION_MILLIS);
            long generation = commands.groups().join(GROUP, MEMBER, 0);
            commands.groups().commit(GROUP, MEMBER, generation, List.of(new PartitionOffset(1, 0)));
            before = commands.groups().get(GROUP);
            if (snapshot) {
                assertThat(client.call("SAVE")).isEqualTo("OK");
            }
        } finally {
            server.close();
        }
        // The node is away for longer than the session.
        long over = before.members().getFirst().sessionDeadline();
        while (System.currentTimeMillis() <= over) {
            Thread.onSpinWait();
        }
        long started = System.currentTimeMillis();
        SynapServer again = SynapServer.start(config());
        try {
            TopicCommands commands = commands(again);
            GroupState after = commands.groups().get(GROUP);
            assertThat(after.generation()).isEqualTo(before.generation());
            assertThat(after.committed()).isEqualTo(before.committed());
            MemberState member = after.members().getFirst();
            assertThat(member.partitions()).containsExactly(0, 1, 2);
            assertThat(member.sessionDeadline()).isGreaterThanOrEqualTo(started + SESSION_MILLIS);
            assertThat(commands.groups().commit(GROUP, MEMBER, after.generation(), List.of(new PartitionOffset(2, 0))))
                    .isEqualTo(before.generation());
            assertThat(commands.partition(TOPIC, 2).nextOffset()).isZero();
        } finally {
            again.close();
        }
    }

    @Test
    void aRoomThatIsDeletedAsAKeyTakesItsGroupsAlongForGood() throws Exception {
        Bytes room = Bytes.utf8("ledger");
        Bytes other = Bytes.utf8("kept");
        SynapServer server = SynapServer.start(config());
        try (RespClient client = new RespClient(server.respPort())) {
            client.call("XADD", "ledger", "*", "n", "1");
            client.call("XADD", "kept", "*", "n", "1");
            TopicCommands commands = commands(server);
            commands.groups().create(GROUP, Source.ROOM, room, 1, Strategy.RANGE, SESSION_MILLIS);
            commands.groups().create(MEMBER, Source.ROOM, other, 1, Strategy.RANGE, SESSION_MILLIS);
            assertThat(client.call("DEL", "ledger", "none")).isEqualTo(1L);
            assertThat(client.call("DEL", "ledger")).isEqualTo(0L);
            assertThat(commands.groups().find(GROUP)).isNull();
        } finally {
            server.close();
        }
        SynapServer again = SynapServer.start(config());
        try {
            TopicCommands commands = commands(again);
            assertThat(commands.find(room)).isNull();
            assertThat(commands.groups().find(GROUP)).isNull();
            assertThat(commands.groups().find(MEMBER)).isNotNull();
        } finally {
            again.close();
        }
    }

    private static TopicCommands commands(SynapServer server) {
        return new TopicCommands(server.storage().node().newAccess(), TopicLimits.DEFAULTS);
    }

    private SynapConfig config() {
        return SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "persistence.dir=" + folder.resolve("data"),
                        "http.enabled=false",
                        "resp.port=0",
                        // Sessions end only after the test has looked.
                        "expiry.interval_millis=60000"));
    }
}
