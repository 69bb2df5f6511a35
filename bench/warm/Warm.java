import io.kuberelease.cli.command.Commands;
import io.kuberelease.cli.wiring.ProcessEnvironment;
import io.kuberelease.cli.wiring.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The terminal program's commands, one after the other in one process, as a Jenkins that has been up for a while runs its
 * releases: with classes loaded and compiled. Each line of standard input is a command, its words divided by tabs; after
 * each, a line says how it ended.
 */
final class Warm {
    private Warm() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split("\t");
            int exit;
            try (Program program = new Program(ProcessEnvironment.ofProcess())) {
                exit = Commands.of(program, List.of(words)).execute(words);
            }
            System.out.println("ended " + exit);
            System.out.flush();
        }
        System.exit(0);
    }
}
