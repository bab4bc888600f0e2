/** Tests of the RESP edge over real sockets: by transcript, by real clients, and beside Redis itself. */
@NullMarked
package io.synap.server.resp;

import org.jspecify.annotations.NullMarked;
