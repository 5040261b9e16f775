mod headers;
mod spam;

use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut message = Vec::new();
    std::io::stdin().lock().read_to_end(&mut message)?;
    let headers = headers::parse(&message);
    println!("X-Spam-Flag: {}", if spam::is_spam(&headers) { "YES" } else { "NO" });
    Ok(())
}
