/** The command envelope: every command by name, in one JSON object, whatever carries it. */
@NullMarked
package io.synap.server.http.command;

import org.jspecify.annotations.NullMarked;
