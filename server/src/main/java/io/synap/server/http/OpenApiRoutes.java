package io.synap.server.http;

import java.util.ArrayList;
import java.util.List;

/** Serves the OpenAPI document of all routes, itself among them. Confined to one event loop. */
final class OpenApiRoutes {
    private byte[] document = new byte[0];

    /** The given routes and those of the document. */
    List<Route> joinedWith(List<Route> others, String version) {
        List<Route> all = new ArrayList<>(others);
        for (String path : List.of("/openapi.json", "/api/v1/openapi.json")) {
            all.add(Route.get(path, this::serve)
                    .about("This document.")
                    .answersAs("application/vnd.oai.openapi+json")
                    .answers("openapi:string info:object paths:object components:object"));
        }
        document = OpenApi.document(all, version);
        return all;
    }

    private void serve(Exchange exchange) {
        exchange.contentType(ReplyHeaders.OPEN_API).out().raw(document);
    }
}
