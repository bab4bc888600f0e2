/** What is asked over the Redis protocol, since the catalogue of commands does not have it. */
@NullMarked
package io.synap.cli.resp;

import org.jspecify.annotations.NullMarked;
