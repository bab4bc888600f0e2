/** The Redis protocol over raw memory: requests to arguments, numbers to text. No network in here. */
@NullMarked
package io.synap.protocol.resp;

import org.jspecify.annotations.NullMarked;
