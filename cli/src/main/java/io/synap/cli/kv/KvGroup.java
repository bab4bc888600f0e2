package io.synap.cli.kv;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Keys and their values. Confined to one run. */
@Command(
        name = "kv",
        description = "Keys and their values.",
        subcommands = {GetCommand.class, SetCommand.class})
public final class KvGroup extends CommandGroup {}
