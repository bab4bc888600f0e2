package io.synap.cli.kv;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Keys and their values. Confined to one run. */
@Command(
        name = "kv",
        description = "Keys and their values.",
        subcommands = {
            GetCommand.class,
            SetCommand.class,
            GetSetCommand.class,
            GetDelCommand.class,
            GetExCommand.class,
            MGetCommand.class,
            MSetCommand.class,
            DelCommand.class,
            ExistsCommand.class,
            AppendCommand.class,
            StrLenCommand.class,
            GetRangeCommand.class,
            SetRangeCommand.class,
            IncrCommand.class,
            DecrCommand.class,
            IncrByFloatCommand.class,
            ExpireCommand.class,
            PersistCommand.class,
            TtlCommand.class,
            TypeCommand.class,
            RenameCommand.class,
            CopyCommand.class,
            RandomKeyCommand.class,
            TouchCommand.class,
            KeysCommand.class,
            DbSizeCommand.class,
            KvStatsCommand.class,
            MemoryCommand.class,
            FlushCommand.class,
            WatchCommand.class,
            ExportCommand.class,
            ImportCommand.class
        })
public final class KvGroup extends CommandGroup {}
