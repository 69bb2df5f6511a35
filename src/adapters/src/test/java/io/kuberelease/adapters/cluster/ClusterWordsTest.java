package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kubernetes cluster unreachable: Get \"https://10.0.0.1:6443/version\": dial tcp 10.0.0.1:6443: connect: connection refused",
                "Get \"https://10.0.0.1:6443/api/v1/namespaces/polls/secrets\": context deadline exceeded",
                "Get \"https://10.0.0.1:6443/version?timeout=32s\": net/http: TLS handshake timeout",
                "Post \"https://10.0.0.1:6443/apis/apps/v1/namespaces/polls/deployments\": EOF",
                "template: polls/templates/a.yaml:3:9: executing \"polls/templates/a.yaml\" at <lookup \"v1\" \"Secret\" \"polls\" \"x\">: error calling lookup: Get \"https://10.0.0.1:6443/api/v1\": unexpected EOF",
                "create: failed to create: etcdserver: request timed out",
                "etcdserver: leader changed",
                "the server is currently unable to handle the request",
                "an error on the server (\"<html>502 Bad Gateway</html>\") has prevented the request from succeeding (get secrets)",
                "the server has received too many requests and has asked us to try again later (post deployments.apps)",
                "http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR",
                "Timeout: request did not complete within requested timeout - context deadline exceeded",
                "Internal error occurred: failed calling webhook \"check.example.com\": failed to call webhook: the server could not find the requested resource",
            })
    void troubleOfTheClusterIsTriedAgain(String words) {
        assertThat(ClusterWords.of(words)).isEqualTo(ClusterWords.AWAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "execution error at (polls/templates/a.yaml:1:4): connection refused by the author",
                "template: polls/templates/a.yaml:3:9: executing \"polls/templates/a.yaml\" at <.Values.x.y>: nil pointer evaluating interface {}.y",
                "YAML parse error on polls/templates/a.yaml: error converting YAML to JSON",
                "admission webhook \"policy.example.com\" denied the request: no",
                "Deployment.apps \"polls\" is invalid: spec.replicas: Invalid value: -1",
                "pre-upgrade hooks failed: 1 error occurred: job polls-migrate failed: BackoffLimitExceeded",
                "context deadline exceeded",
            })
    void whatIsWrongWithTheAppStaysWrong(String words) {
        assertThat(ClusterWords.of(words)).isEqualTo(ClusterWords.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets is forbidden: User \"deployer\" cannot list resource \"secrets\" in API group \"\" in the namespace \"polls\"",
                "could not get information about the resource: deployments.apps \"polls\" is forbidden: User \"deployer\" cannot get resource \"deployments\"",
            })
    void whatWeMayNotDoIsNoFaultOfTheChart(String words) {
        assertThat(ClusterWords.of(words)).isEqualTo(ClusterWords.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the server has asked for the client to provide credentials",
                "query: failed to query with labels: Unauthorized",
            })
    void aTokenThatHasEndedIsNone(String words) {
        assertThat(ClusterWords.of(words)).isEqualTo(ClusterWords.UNKNOWN_USER);
    }
}
