import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Large requests that are refused, with Java's own client, over HTTP/1.1 and HTTP/2. Takes the CA's file and the requests. */
class Client {
    private static final byte[] BODY = new byte[20_000_000];

    private static SSLContext trusting(String caFile) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream file = new FileInputStream(caFile)) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String statusOf(SSLContext context, HttpClient.Version version, String[] parts) {
        // A client of its own for each, so that no connection is used again.
        HttpClient client = HttpClient.newBuilder().sslContext(context).version(version).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(parts[1]))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY));
        for (int at = 2; at + 1 < parts.length; at += 2) {
            request.header(parts[at], parts[at + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.version() == version ? "" + response.statusCode() : "" + response.version();
        } catch (Exception why) {
            return why.toString();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Arrays.fill(BODY, (byte) ' ');
        SSLContext context = trusting(arguments[0]);
        int passed = 0;
        int failed = 0;
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] parts = line.split("\t");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                String got = statusOf(context, version, parts);
                if (got.equals(parts[0])) {
                    passed += 1;
                } else {
                    failed += 1;
                    System.out.println(version + " " + parts[1] + ": " + got + " instead of " + parts[0]);
                }
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed > 0 ? 1 : 0);
    }
}
