package io.kuberelease.helmworker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Holds Helm in a process of its own: does what it is asked on stdin, one request after the other. */
public final class Main {
    private Main() {}

    /**
     * Starts the worker.
     *
     * @param args the directory that the worker may use; it is made when it is not there
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println(
                    "usage: helm-worker DIRECTORY, with requests on stdin; see docs/helm-worker-protocol.md");
            Runtime.getRuntime().halt(2);
        }
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> readUntilTheParentIsGone(requests), "requests");
        reader.setDaemon(true);
        reader.start();
        serve(requests, new WorkDirectory(Path.of(args[0])));
    }

    private static void serve(BlockingQueue<String> requests, WorkDirectory directory)
            throws IOException, InterruptedException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // A library that prints must not disturb the protocol.
        System.setOut(System.err);
        Operations operations = new Operations(HelmLibrary.load(directory.libraries()), directory);
        Dispatcher dispatcher = new Dispatcher(new Protocol(), operations);
        while (true) {
            Optional<String> answer = dispatcher.answer(requests.take());
            answer.ifPresent(line -> {
                answers.print(line);
                answers.flush();
            });
        }
    }

    /** When stdin ends there is nobody left to answer to, and no second writer may go on: not even for a moment. */
    private static void readUntilTheParentIsGone(BlockingQueue<String> requests) {
        try (BufferedReader stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
                requests.add(line);
            }
        } catch (IOException broken) {
            System.err.println("stdin broke: " + broken.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
