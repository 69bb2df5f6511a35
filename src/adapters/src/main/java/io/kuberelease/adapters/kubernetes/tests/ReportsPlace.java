package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory and the glob of a test command's reports.
 *
 * @param directory absolute path in the test's container
 * @param glob matches the reports by their paths relative to the directory
 */
record ReportsPlace(String directory, String glob) {

    private static final Pattern FIXED_PART = Pattern.compile("([^*?\\[{]*/)?([^/]*(?:/.*)?)");

    /**
     * Splits a glob into the directory before its first wildcard and the rest.
     *
     * @param workingDirectory the image's working directory, to which the glob is relative
     * @throws ReleaseException.Failed when the directory is the working directory or above it
     */
    static ReportsPlace of(String glob, String workingDirectory) {
        Matcher parts = FIXED_PART.matcher(glob);
        String fixed = parts.matches() && parts.group(1) != null ? parts.group(1) : "";
        Path base = Path.of(workingDirectory).normalize();
        Path directory = base.resolve(fixed).normalize();
        if (base.startsWith(directory)) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "reports: " + glob + " has no directory of its own below " + workingDirectory
                                    + ": a volume is mounted there, and would hide the app")
                    .suggesting("write the reports into a directory of their own, for example build/reports/*.xml"));
        }
        return new ReportsPlace(directory.toString(), glob.substring(fixed.length()));
    }

    /** Whether a file is a report, by its path relative to the directory. */
    boolean matches(String path) {
        String relative = path.startsWith("./") ? path.substring(2) : path;
        // As in Ant and Jenkins, and unlike in Java, ** matches no directory, too.
        String asInAnt = glob.contains("{") ? glob : glob.replace("**/", "{**/,}");
        return FileSystems.getDefault().getPathMatcher("glob:" + asInAnt).matches(Path.of(relative));
    }

    /** A pattern for {@code find -name} that matches every report, and perhaps other files. */
    String namePattern() {
        String last = glob.substring(glob.lastIndexOf('/') + 1);
        return last.matches("[A-Za-z0-9_.*?-]+") && !last.equals("**") ? last : "*";
    }
}
