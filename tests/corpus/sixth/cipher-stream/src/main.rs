mod cipher;

use cipher::Cipher;

const GREETING: &[u8] = b"attack at dawn, the usual place";

fn main() {
    let key = [7u8; 32];
    let nonce = [1u8; 12];
    let Some(mut cipher) = Cipher::new(&key, &nonce) else {
        eprintln!("no memory");
        std::process::exit(1);
    };
    let copy = GREETING.to_vec();
    cipher.seal(&copy);
    cipher.seal(GREETING);
    let hex: String = copy.iter().map(|b| format!("{b:02x}")).collect();
    println!("{hex}");
}
