package io.synap.server.http.presence;

import io.synap.server.http.json.ValueOutput;
import io.synap.server.presence.PresentMember;

/** Writes members as JSON. Stateless. */
final class MemberJson {

    private MemberJson() {}

    static void write(ValueOutput out, PresentMember member) {
        out.beginObject().name("member").text(member.id());
        info(out, member);
        out.name("connections").number(member.connections());
        out.name("since").number(member.sinceMillis()).endObject();
    }

    static void info(ValueOutput out, PresentMember member) {
        out.name("info");
        if (member.info().length() == 0) {
            out.nothing();
        } else {
            out.verbatim(member.info().toArray());
        }
    }
}
