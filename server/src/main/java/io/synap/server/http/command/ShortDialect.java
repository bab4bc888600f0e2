package io.synap.server.http.command;

import io.synap.server.http.Route;
import java.util.ArrayList;
import java.util.List;

/** How the short routes of the published Synap protocol stand beside REST. Stateless. */
public final class ShortDialect {
    private static final String PREFIX = "/api/v1";

    private ShortDialect() {}

    /** Each of these routes in the short dialect: as it is, and under {@code /api/v1}. */
    public static List<Route> of(List<Route> unprefixed) {
        List<Route> all = new ArrayList<>();
        for (Route route : unprefixed) {
            Route shortRoute = route.inDialect(Route.Dialect.SHORT);
            all.add(shortRoute);
            all.add(shortRoute.at(PREFIX + route.template()));
        }
        return all;
    }

    /** The nouns of REST, and the short routes whose paths they have not taken. */
    public static List<Route> behind(List<Route> nouns, List<Route> shortRoutes) {
        List<Route> all = new ArrayList<>(nouns);
        for (Route route : shortRoutes) {
            if (nouns.stream().noneMatch(noun -> noun.covers(route))) {
                all.add(route);
            }
        }
        return all;
    }
}
