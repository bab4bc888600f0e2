/** What rooms and topics have in common: events, and how long they are kept. */
@NullMarked
package io.synap.cli.event;

import org.jspecify.annotations.NullMarked;
