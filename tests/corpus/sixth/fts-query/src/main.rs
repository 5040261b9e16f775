mod search;

fn main() -> Result<(), search::Error> {
    let mut s = search::Searcher::open()?;
    s.add("the quick brown fox jumps over the lazy dog")?;
    s.add("a dog is not a fox, a fox is not a dog.")?;
    for (word, n) in s.hits("fox the cat") {
        println!("{word}: {n}");
    }
    Ok(())
}
