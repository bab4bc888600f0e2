package io.synap.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.synap.server.config.SynapConfig;

/**
 * Logs by the defaults until {@link Logging#start} knows better. Logback finds it as a service, and
 * then does not look for an XML file, whose parser would only slow the start down.
 */
public final class StartupLogConfigurator extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.configure(context, SynapConfig.defaults().logging(), Logging.standardError());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
