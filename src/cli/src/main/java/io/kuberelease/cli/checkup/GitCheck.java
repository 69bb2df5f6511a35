package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.process.Programs;
import java.nio.file.Path;

/** Checks that Git is installed, which knows versions. */
public final class GitCheck implements Check {
    private final Tool tool;

    /**
     * @param directory the directory of the source
     */
    public GitCheck(Programs programs, Path directory) {
        this.tool = new Tool(programs, directory);
    }

    @Override
    public String name() {
        return "git";
    }

    @Override
    public Finding look() {
        if (!tool.isThere("git")) {
            return Finding.lacking(
                    "git is not on the PATH, so versions can't be told from tags",
                    "install git, on Debian: apt-get install git");
        }
        String version = tool.run("git", "--version").firstLine().replace("git version ", "");
        Tool.Said repository = tool.run("git", "rev-parse", "--verify", "--short", "HEAD");
        return Finding.good(
                repository.succeeded()
                        ? version + ", at commit " + repository.firstLine()
                        : version + ", and no commit here: the version is made from the content");
    }
}
