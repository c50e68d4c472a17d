"""What coders and data managers ask of a corpus: is it sound, do its coders agree, what should they code next?"""
