package io.synap.cli.server;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ServerAddress;
import io.synap.cli.output.JsonReading;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Value;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** What is asked by a plain request of HTTP, since the catalogue of commands does not have it. Confined to one run. */
abstract class HttpCommand extends ClientCommand {
    /** The answer's text, whatever its status. */
    final HttpResponse<String> ask(String method, String path, Duration most) throws InterruptedException {
        ServerAddress address = ServerAddress.firstListening(servers());
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(most)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(address.http(path))
                    .timeout(most)
                    .method(method, BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (HttpTimeoutException late) {
            throw SynapClientException.of(ClientFault.DEADLINE_PASSED);
        } catch (IOException failed) {
            throw SynapClientException.of(ClientFault.CONNECTION_LOST, String.valueOf(failed.getMessage()), failed);
        }
    }

    /** The JSON of an answer that is none of an error. */
    static Value result(HttpResponse<String> response) {
        Value answer = JsonReading.parse(response.body());
        if (response.statusCode() >= 400) {
            throw SynapClientException.ofServer(
                    answer.get("code").textIfAny().orElse("HTTP_" + response.statusCode()),
                    answer.get("detail").textIfAny().orElse("status " + response.statusCode()));
        }
        return answer;
    }
}
