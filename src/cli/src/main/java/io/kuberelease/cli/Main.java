package io.kuberelease.cli;

import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.http.ProxyLogins;
import io.kuberelease.cli.command.Commands;
import io.kuberelease.cli.wiring.ProcessEnvironment;
import io.kuberelease.cli.wiring.Program;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.util.List;

/** Starts the terminal program {@code kube-release}. */
public final class Main {
    private Main() {}

    /** Runs the command in the arguments, and exits with one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (SharedClasses.areWanted()) {
            SharedClasses.load();
        }
        ownProxies();
        int exit;
        try (Program program = new Program(ProcessEnvironment.ofProcess())) {
            exit = Commands.of(program, List.of(arguments)).execute(arguments);
        }
        HttpThreads.end(Thread.currentThread().getThreadGroup());
        System.exit(exit);
    }

    /** Makes libraries use the same proxies for their connections as this program does. */
    private static void ownProxies() {
        Proxies proxies = new Proxies(System.getenv());
        if (proxies.any()) {
            ProxySelector.setDefault(new ProxiedHttp(proxies).selector());
            Authenticator.setDefault(new ProxyLogins(proxies));
        }
    }
}
