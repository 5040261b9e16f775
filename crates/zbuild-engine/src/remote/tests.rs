use super::Endpoint;
use super::digests::Function;

#[test]
fn addresses_are_read() {
    let check = |text: &str, expected: Option<(bool, &str, &str)>| {
        let found = text.parse::<Endpoint>().ok();
        let found = found.as_ref().map(|e| (e.tls, e.authority.as_str(), e.instance.as_str()));
        assert_eq!(found, expected, "{text}");
    };
    check("grpc://127.0.0.1:50051", Some((false, "127.0.0.1:50051", "")));
    check("grpcs://cache.example.com:443/main/linux/", Some((true, "cache.example.com:443", "main/linux")));
    check("grpc://[::1]:8980/x", Some((false, "[::1]:8980", "x")));
    for wrong in [
        "",
        "localhost:50051",
        "http://h:1",
        "grpc://h",
        "grpc://:1",
        "grpc://h:0",
        "grpc://u@h:1",
        "grpc://h:99999",
    ] {
        check(wrong, None);
    }
}

#[test]
fn digests_are_those_of_the_functions() {
    let sha256 = Function::Sha256.of_bytes(b"abc");
    assert_eq!(sha256.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(sha256.size_bytes, 3);
    assert_eq!(Function::Blake3.of_bytes(b"abc").hash, crate::digest::Digest::of(b"abc").to_string());
    assert_eq!(Function::of(&[]), Some(Function::Sha256));
    assert_eq!(Function::of(&[9]), Some(Function::Blake3));
    assert_eq!(Function::of(&[2]), None);
}
