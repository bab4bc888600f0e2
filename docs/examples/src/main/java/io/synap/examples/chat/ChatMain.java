package io.synap.examples.chat;

import io.synap.client.SynapClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A chat on the console: {@code ChatMain ROOM NAME [host:port]}; {@code /who} tells who is there, the end of input leaves. */
public final class ChatMain {
    private ChatMain() {}

    private static void show(String line) {
        System.out.println(line);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: ChatMain ROOM NAME [host:port]");
            return;
        }
        String endpoint = arguments.length > 2 ? arguments[2] : "127.0.0.1:15500";
        BufferedReader keyboard = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SynapClient client = SynapClient.connect(endpoint);
                ChatRoom chat = ChatRoom.enter(client, arguments[0], arguments[1], ChatMain::show)) {
            String line = keyboard.readLine();
            while (line != null) {
                if (line.equals("/who")) {
                    show("* here: " + String.join(", ", chat.present()));
                } else if (!line.isBlank()) {
                    chat.say(line);
                }
                line = keyboard.readLine();
            }
        }
    }
}
