//! Whole clips.

use super::*;

fn shot(title: &str, text: &str, secs: u32) -> RenderShot {
    RenderShot { title: title.into(), text: text.into(), secs }
}

#[test]
fn look() {
    let dir = std::path::PathBuf::from(std::env::var("LOOK").unwrap_or("/tmp/look".into()));
    std::fs::create_dir_all(&dir).unwrap();
    for (width, height) in [(1280, 720), (720, 1280), (720, 720), (1920, 1080), (1080, 1920), (1080, 1080)] {
        let order = RenderOrder {
            width,
            height,
            shots: vec![
                shot("Shot 1", "A red fox crosses the snow at dusk, its breath a small cloud in the cold air", 4),
                shot("镜头二", "特写：红狐狸停下脚步，回头望向镜头，雪花落在它的睫毛上。风声渐起，远处的森林沉入蓝色的暮光之中。", 5),
                shot("Shot 3", "It leaps", 3),
                shot("Shot 4", &"The camera pulls back and up; the valley opens, ridge behind ridge, and a thin line of smoke rises from one lonely house by the frozen river. ".repeat(4), 3),
            ],
            first_picture: None,
            last_picture: None,
            sound: true,
            seed: u64::from(width / 40 + height),
        };
        let begin = std::time::Instant::now();
        render(&order, &dir.join(format!("{width}x{height}.mp4"))).unwrap();
        println!("{width}x{height}: {:?}", begin.elapsed());
    }
}
