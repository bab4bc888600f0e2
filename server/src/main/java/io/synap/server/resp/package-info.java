/**
 * The RESP edge: sockets to requests to replies, all on the event loop that reads them. Read {@link
 * io.synap.server.resp.RespServer}, then {@code RespConnection} and {@code RespLoop}; commands are in
 * the classes named after them.
 */
@NullMarked
package io.synap.server.resp;

import org.jspecify.annotations.NullMarked;
