/** Tests of the RESP parser and of numbers as text. */
@NullMarked
package io.synap.protocol.resp;

import org.jspecify.annotations.NullMarked;
