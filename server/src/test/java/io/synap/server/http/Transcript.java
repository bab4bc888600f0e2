package io.synap.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests and what they must be answered with, one a line: {@code METHOD /path [body] -> status body}, or {@code
 * -> status CODE} where only the code matters. Transcripts have ' for " and # for what varies. Confined to one thread.
 */
final class Transcript {
    private final RunningServer server;

    Transcript(RunningServer server) {
        this.server = server;
    }

    void talk(String transcript) {
        List<String> wrong = new ArrayList<>();
        for (String line : transcript.strip().split("\n", -1)) {
            int arrow = line.indexOf("->");
            String[] request = line.substring(0, arrow).strip().split(" +", 3);
            String expected = line.substring(arrow + 2).strip();
            String got = ask(request[0] + " " + request[1], request.length == 3 ? request[2].strip() : "");
            boolean same = expected.matches("[0-9]{3} [A-Z_]+")
                    ? got.startsWith(expected.substring(0, 4)) && got.contains("'code':'" + expected.substring(4) + "'")
                    : got.strip().equals(expected);
            if (!same) {
                wrong.add(line.strip() + "\n   got " + got);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The status and the body, with what varies blotted out. */
    String ask(String line, String json) {
        return server.ask(line, json)
                .replaceAll("'(created_at|session_expires_at|last_rebalance_secs|timestamp)':[0-9]+", "'$1':#")
                .replaceAll("'stream_id':'[0-9]+-[0-9]+'", "'stream_id':#")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "#uuid");
    }

    /** The payload of a command's answer, or the code when it failed. */
    String command(String name, String payload) {
        String answer =
                ask("POST /api/v1/command", "{'command':'" + name + "','request_id':'r','payload':" + payload + "}");
        String done = "200 {'success':true,'request_id':'r','payload':";
        String tail = ",'error':null,'code':null}";
        if (answer.startsWith(done) && answer.endsWith(tail)) {
            return answer.substring(done.length(), answer.length() - tail.length());
        }
        assertThat(answer).startsWith("200 {'success':false,'request_id':'r','payload':null,'error':'");
        return answer.replaceAll(".*'code':'([A-Z_]+)'}", "$1");
    }
}
