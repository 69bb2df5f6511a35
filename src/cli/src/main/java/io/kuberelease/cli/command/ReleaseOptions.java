package io.kuberelease.cli.command;

import io.kuberelease.cli.wiring.OutputOptions;
import io.kuberelease.engine.WaitMode;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the output and questions of a release that runs in this process. */
final class ReleaseOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            converter = Form.class,
            description = "text, or json: one event a line. Default: ${DEFAULT-VALUE}.")
    private Form.Choice output = Form.Choice.TEXT;

    @Option(
            names = "--no-input",
            description = "Never ask: a release that waits for a person is left with exit code 4.")
    private boolean noInput;

    @Option(
            names = "--wait",
            description = "Stay until somebody has approved from elsewhere, instead of leaving with exit code 4.")
    private boolean stays;

    boolean json() {
        return output == Form.Choice.JSON;
    }

    OutputOptions manner() {
        return new OutputOptions(json(), !noInput && !json() && !stays, stays ? WaitMode.STAYS : WaitMode.LEAVES);
    }

    /** Parses the name of an output format. */
    static final class Form implements ITypeConverter<Form.Choice> {
        /** The output formats. */
        enum Choice {
            TEXT,
            JSON
        }

        @Override
        public Choice convert(String value) {
            try {
                return Choice.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("use text or json, not \"" + value + "\"");
            }
        }
    }
}
