/**
 * Operations: every change of state, in its canonical encoded form ({@link
 * io.synap.protocol.operation.EncodedOperation}) and in its decoded view ({@link
 * io.synap.protocol.operation.Operation}).
 */
@NullMarked
package io.synap.protocol.operation;

import org.jspecify.annotations.NullMarked;
