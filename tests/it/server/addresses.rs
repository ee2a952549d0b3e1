use crate::{
    durability::Process,
    program::{refused, run},
};

#[test]
fn what_is_written_can_be_called_and_health_asks_there() {
    for (option, listened) in [
        ("--listen", "0.0.0.0:0"),
        ("--http-listen", "0.0.0.0:0"),
        ("--listen", "localhost:0"),
        ("--http-listen", "localhost:0"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::start(folder.path(), &["--fixture", "empty", option, listened]);
        let [https, http] = ["https", "http"].map(|name| {
            let url = process.ready[name].as_str().unwrap();
            url.split_once("://").unwrap().1.to_owned()
        });
        assert!(https.starts_with("127.0.0.1:") && http.starts_with("127.0.0.1:"));
        for arguments in [
            ["health", "--http-listen", &http, "--listen", &https],
            ["health", "--http-listen", "off", "--listen", &https],
        ] {
            assert!(run(folder.path(), &arguments).status.success());
        }
        drop(process);
        let told = refused(folder.path(), &["health", "--http-listen", &http]);
        assert!(told.contains("does not answer"), "{told}");
    }
}

#[test]
fn what_is_no_address_or_origin_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (option, value, word) in [
        ("--listen", "nowhere", "--listen"),
        ("--listen", "127.0.0.1:99999", "--listen"),
        ("--http-listen", "nowhere", "--http-listen"),
        ("--listen", "192.0.2.77:0", "192.0.2.77"),
        ("--allow-origin", "*", "origin"),
        ("--allow-origin", "https://a.example.com/path", "origin"),
    ] {
        let told = refused(folder.path(), &["serve", "--ephemeral", option, value]);
        assert!(told.contains(word), "{told}");
    }
}
