/** What all commands share: where they run, how they reach a server, how their failures are told. Reading order: {@code ClientCommand}, {@code Surroundings}, {@code Failures}. */
@NullMarked
package io.synap.cli.command;

import org.jspecify.annotations.NullMarked;
