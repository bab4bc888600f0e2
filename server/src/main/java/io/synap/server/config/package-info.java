/**
 * Every setting of the server, declared once: the records under {@link SynapConfig} are the source of
 * the parser, of {@code config.yml} and of {@code docs/configuration.md}.
 *
 * <p>Read {@code Setting} first, then any section record, then {@code ConfigLoader}.
 */
@NullMarked
package io.synap.server.config;

import org.jspecify.annotations.NullMarked;
