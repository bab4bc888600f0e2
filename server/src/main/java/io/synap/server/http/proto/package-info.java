/**
 * Results and arguments in protobuf's wire format, as {@code synap/v1/synap.proto} has it, read and written by hand: a
 * result is written once, forwards, from where its bytes lie, and arguments become what those of JSON become. Knows
 * neither connections nor commands.
 */
@NullMarked
package io.synap.server.http.proto;

import org.jspecify.annotations.NullMarked;
