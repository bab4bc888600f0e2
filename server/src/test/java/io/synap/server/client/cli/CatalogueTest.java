package io.synap.server.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command of the server can be reached from the command line by a command of its own. */
class CatalogueTest {
    /** The server's command, and what of the command line leads to it. */
    private static final String REACHED_BY = """
        changes.read                 changes read
        changes.subscribe            changes tail
        changes.unsubscribe          changes tail
        client.list                  clients
        command.list                 command
        group.assignment             group assignment
        group.commit                 group commit
        group.create                 group create
        group.delete                 group delete
        group.heartbeat              group heartbeat
        group.join                   group join
        group.leave                  group leave
        group.list                   group list
        group.offset                 group offsets
        group.offsets                group offsets
        group.reset                  group reset
        group.stats                  group stats
        info                         info
        key.copy                     kv copy
        key.exists                   kv exists
        key.randomkey                kv randomkey
        key.rename                   kv rename
        key.renamenx                 kv rename
        key.type                     kv type
        kv.append                    kv append
        kv.dbsize                    kv dbsize
        kv.decr                      kv decr
        kv.decrby                    kv decr
        kv.del                       kv del
        kv.exists                    kv exists
        kv.expire                    kv expire
        kv.expireat                  kv expire
        kv.expiretime                kv ttl
        kv.flushall                  kv flushall
        kv.flushdb                   kv flushall
        kv.get                       kv get
        kv.getdel                    kv getdel
        kv.getex                     kv getex
        kv.getrange                  kv getrange
        kv.getset                    kv getset
        kv.incr                      kv incr
        kv.incrby                    kv incr
        kv.incrbyfloat               kv incrbyfloat
        kv.keys                      kv keys
        kv.mdel                      kv del
        kv.mget                      kv mget
        kv.mset                      kv mset
        kv.msetnx                    kv mset
        kv.persist                   kv persist
        kv.pexpire                   kv expire
        kv.pexpireat                 kv expire
        kv.pexpiretime               kv ttl
        kv.psetex                    kv set
        kv.pttl                      kv ttl
        kv.scan                      kv keys
        kv.set                       kv set
        kv.setex                     kv set
        kv.setnx                     kv set
        kv.setrange                  kv setrange
        kv.stats                     kv stats
        kv.strlen                    kv strlen
        kv.substr                    kv getrange
        kv.touch                     kv touch
        kv.ttl                       kv ttl
        kv.unlink                    kv del
        kv.unwatch                   watch
        kv.watch                     watch
        memory.usage                 kv memory
        presence.join                presence join
        presence.leave               presence join
        presence.list                presence list
        pubsub.info                  pubsub channels
        pubsub.publish               pubsub publish
        pubsub.stats                 pubsub stats
        pubsub.subscribe             pubsub subscribe
        pubsub.topics                pubsub channels
        pubsub.unsubscribe           pubsub subscribe
        queue.ack                    queue ack
        queue.consume                queue receive
        queue.create                 queue create
        queue.dead                   queue dead list
        queue.deadget                queue dead show
        queue.delete                 queue delete
        queue.extend                 queue extend
        queue.len                    queue length
        queue.list                   queue list
        queue.mpublish               queue publish
        queue.nack                   queue nack
        queue.pause                  queue pause
        queue.peek                   queue show
        queue.publish                queue publish
        queue.purge                  queue purge
        queue.receive                queue receive
        queue.redrive                queue dead redrive
        queue.redrivestate           queue dead redrive
        queue.redrivestop            queue dead stop
        queue.reject                 queue reject
        queue.remove                 queue dead remove
        queue.resume                 queue resume
        queue.stats                  queue stats
        queue.subscribe              queue tail
        queue.unsubscribe            queue tail
        stream.ack                   stream group ack
        stream.consume               stream read
        stream.correlated            stream correlated
        stream.create                stream create
        stream.dead                  stream group dead list
        stream.deadget               stream group dead show
        stream.delete                stream delete
        stream.descendants           stream descendants
        stream.extend                stream group extend
        stream.get                   stream get
        stream.get_or_create         stream create
        stream.group                 stream group show
        stream.group_create          stream group create
        stream.group_delete          stream group delete
        stream.groups                stream group list
        stream.info                  stream stats
        stream.list                  stream list
        stream.mpublish              stream publish
        stream.nack                  stream group nack
        stream.pending               stream group pending
        stream.publish               stream publish
        stream.purge                 stream group dead purge
        stream.read                  stream read
        stream.receive               stream group receive
        stream.redrive               stream group dead redrive
        stream.redrive_state         stream group dead redrive
        stream.redrive_stop          stream group dead stop
        stream.reject                stream group reject
        stream.rooms                 stream list
        stream.stats                 stream stats
        stream.subscribe             stream tail
        stream.unsubscribe           stream tail
        stream.xdel                  stream remove
        stream.xtrim                 stream trim
        subscription.close           command
        subscription.credit          command
        subscription.list            command
        topic.consume                topic read
        topic.create                 topic create
        topic.delete                 topic delete
        topic.list                   topic list
        topic.publish                topic publish
        topic.stats                  topic stats
        topic.subscribe              topic tail
        topic.unsubscribe            topic tail
        """;

    @Test
    void everyCommandOfTheServerIsReached(@TempDir Path folder) throws IOException {
        try (LiveServer server = new LiveServer(folder);
                ScriptedLine shell = new ScriptedLine(server.port())) {
            List<String> names = shell.run("command --list", "").lines().toList();
            Map<String, String> reached = reached();
            assertThat(names).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(reached.keySet());
            List<String> missing = reached.values().stream()
                    .filter(path -> !exists(shell.commands(), path))
                    .toList();
            assertThat(missing).isEmpty();
        }
    }

    private static Map<String, String> reached() {
        Map<String, String> reached = new TreeMap<>();
        REACHED_BY.lines().forEach(line -> {
            String[] words = line.split(" +", 2);
            reached.put(words[0], words[1]);
        });
        return reached;
    }

    private static boolean exists(CommandLine root, String path) {
        CommandLine at = root;
        for (String word : path.split(" ", -1)) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
