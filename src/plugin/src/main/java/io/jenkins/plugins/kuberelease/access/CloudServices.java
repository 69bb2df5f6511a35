package io.jenkins.plugins.kuberelease.access;

import hudson.ProxyConfiguration;
import hudson.Util;
import io.jenkins.plugins.kuberelease.access.aws.EcrLogin;
import io.jenkins.plugins.kuberelease.access.google.GoogleLogin;
import io.jenkins.plugins.kuberelease.access.http.TokenService;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import jenkins.util.SystemProperties;

/** Where Amazon and Google sell tokens, through the proxy of Jenkins. */
final class CloudServices {
    /** Where ECR's interface is, for a test or a relay; never from a job. */
    static final String ECR = "io.jenkins.plugins.kuberelease.ecrApi";
    /** Where Google's token service is, for a test or a relay; never from a job. */
    static final String GOOGLE = "io.jenkins.plugins.kuberelease.googleTokens";

    private CloudServices() {}

    static EcrLogin ecr() {
        Optional<URI> place = Optional.ofNullable(Util.fixEmptyAndTrim(SystemProperties.getString(ECR)))
                .map(URI::create);
        return new EcrLogin(service(), place, Clock.systemUTC());
    }

    static GoogleLogin google() {
        URI place = URI.create(SystemProperties.getString(GOOGLE, "https://oauth2.googleapis.com/token"));
        return new GoogleLogin(service(), place, Clock.systemUTC());
    }

    private static TokenService service() {
        return new TokenService(ProxyConfiguration::newHttpClientBuilder);
    }
}
