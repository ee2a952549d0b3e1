//! A picture as SVG.
use super::drawing::{Anchor, Color, Drawing, FONT_SIZE, Point, Shape};
use std::fmt::Write;

pub fn encode(drawing: &Drawing) -> Vec<u8> {
    let (width, height) = (drawing.width, drawing.height);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="{FONT_SIZE}">"#
    );
    for shape in &drawing.shapes {
        // Writing to a text does not fail.
        let _ = match shape {
            Shape::Area(corners, color) => {
                write!(
                    svg,
                    r#"<polygon points="{}" fill="{}"/>"#,
                    points(corners),
                    hex(*color)
                )
            }
            Shape::Line(path, color, thickness) => write!(
                svg,
                r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{thickness}"/>"#,
                points(path),
                hex(*color)
            ),
            Shape::Text(text) => write!(
                svg,
                r#"<text x="{:.1}" y="{:.1}" text-anchor="{}">{}</text>"#,
                text.at.0,
                text.at.1,
                match text.anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                },
                escaped(&text.text)
            ),
        };
    }
    svg.push_str("</svg>");
    svg.into_bytes()
}

fn points(points: &[Point]) -> String {
    let points = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}"));
    points.collect::<Vec<_>>().join(" ")
}

fn hex(Color(red, green, blue): Color) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Without what means something in XML, or is not allowed there at all.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            letter if letter.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&letter) => {
                safe.push(' ')
            }
            letter => safe.push(letter),
        }
    }
    safe
}
